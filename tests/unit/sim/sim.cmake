add_library(test_worlds STATIC ${CMAKE_CURRENT_LIST_DIR}/worlds.c)
target_link_libraries(test_worlds PUBLIC muster_sim PRIVATE muster_flags)
target_include_directories(test_worlds PUBLIC ${CMAKE_CURRENT_LIST_DIR})
foreach(name err time diag queue stream dist world order sites timers causes phases draws fail
    clone result)
  muster_test(sim ${name} test_worlds muster_sim)
endforeach()
