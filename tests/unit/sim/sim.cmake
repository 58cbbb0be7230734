add_library(test_worlds STATIC ${CMAKE_CURRENT_LIST_DIR}/worlds.c)
target_link_libraries(test_worlds PUBLIC muster_sim PRIVATE muster_flags)
target_include_directories(test_worlds PUBLIC ${CMAKE_CURRENT_LIST_DIR})
foreach(name err time diag queue calendar stream dist gsl world order sites timers timeouts drivers
    steps counts bytes pace causes phases draws variates fail guard
    clone result)
  muster_test(sim ${name} test_worlds muster_sim)
endforeach()
add_executable(test_sim_servers ${CMAKE_CURRENT_LIST_DIR}/test_servers.c)
target_link_libraries(test_sim_servers PRIVATE test_worlds muster_sim muster_flags PkgConfig::CMOCKA m)
muster_validation(32 sim servers)
muster_test(sim memory test_worlds muster_sim)
foreach(f malloc calloc realloc aligned_alloc strdup mprotect)
  target_link_options(test_sim_memory PRIVATE -Wl,--wrap=${f})
endforeach()
# A sanitizer takes its time: fewer models there.
if(MUSTER_SANITIZE)
  set_tests_properties(unit.sim.drivers PROPERTIES ENVIRONMENT MUSTER_TEST_MODELS=300)
  set_tests_properties(unit.sim.bytes PROPERTIES LABELS slow) # a sanitizer's memory is its own
else()
  set_tests_properties(unit.sim.drivers PROPERTIES LABELS slow)
endif()
