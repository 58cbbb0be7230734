# Offices, channels, feeds.
add_library(test_hq STATIC ${CMAKE_CURRENT_LIST_DIR}/hq.c)
target_link_libraries(test_hq PUBLIC test_drill test_reading muster_scenarios muster_models
  PRIVATE muster_flags PkgConfig::CMOCKA)
target_include_directories(test_hq PUBLIC ${CMAKE_CURRENT_LIST_DIR})
foreach(name facts channel duty office)
  muster_test(models ${name} test_hq muster_models)
endforeach()
