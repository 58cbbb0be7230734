# People and traffic.
muster_test(models lifesim muster_models)
foreach(case 17 18 19 20)
  muster_validation(${case} models lifesim)
endforeach()
muster_test(models medium muster_models)
muster_validation(21 models medium)

add_library(test_stage STATIC ${CMAKE_CURRENT_LIST_DIR}/stage.c)
target_link_libraries(test_stage PUBLIC muster_models muster_sim
  PRIVATE muster_flags PkgConfig::CMOCKA)
target_include_directories(test_stage PUBLIC ${CMAKE_CURRENT_LIST_DIR})
muster_test(models paths muster_models)
muster_test(models roads test_stage muster_models)
foreach(case 22 26 31)
  muster_validation(${case} models roads)
endforeach()
muster_test(models zone test_stage muster_models muster_analysis)
