# Offices, channels, feeds; the rest are stand-ins.
add_library(test_hq STATIC ${CMAKE_CURRENT_LIST_DIR}/hq.c)
target_link_libraries(test_hq PUBLIC test_drill test_reading muster_scenarios muster_models
  PRIVATE muster_flags PkgConfig::CMOCKA)
target_include_directories(test_hq PUBLIC ${CMAKE_CURRENT_LIST_DIR})
foreach(name facts channel duty office desk feed)
  muster_test(models ${name} test_hq muster_models)
endforeach()
muster_test(models span muster_models)
muster_validation(51 models span)
muster_test(models history muster_scenarios muster_models)
target_compile_definitions(test_models_history PRIVATE
  SCENARIOS="${PROJECT_SOURCE_DIR}/scenarios")
muster_validation(52 models history)
