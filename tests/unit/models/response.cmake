# Those who respond, in small worlds with stand-ins for roads, zones, water and offices.
add_library(test_drill STATIC ${CMAKE_CURRENT_LIST_DIR}/drill.c)
target_link_libraries(test_drill PUBLIC muster_models muster_sim
  PRIVATE muster_flags PkgConfig::CMOCKA)
target_include_directories(test_drill PUBLIC ${CMAKE_CURRENT_LIST_DIR})
foreach(name team fleet depot shelter hospital works)
  muster_test(models ${name} test_drill muster_models)
endforeach()
muster_validation(50 models shelter)
