add_library(test_made STATIC ${CMAKE_CURRENT_LIST_DIR}/made.c)
target_link_libraries(test_made PUBLIC muster_analysis PRIVATE muster_flags PkgConfig::CMOCKA)

foreach(name clock curves metrics people same score)
  muster_test(analysis ${name} test_made muster_analysis)
endforeach()
foreach(name account page)
  muster_test(analysis ${name} test_made muster_analysis PkgConfig::JANSSON)
endforeach()
muster_test(analysis results test_made muster_analysis PkgConfig::HDF5)
muster_test(analysis memory test_made muster_analysis)
target_link_options(test_analysis_memory PRIVATE
  -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc,--wrap=strdup)

# A whole file as strangers see it.
add_executable(write_sample ${CMAKE_CURRENT_LIST_DIR}/write_sample.c)
target_link_libraries(write_sample PRIVATE test_made muster_analysis muster_flags PkgConfig::CMOCKA)
set(sample ${CMAKE_CURRENT_BINARY_DIR}/sample.h5)
add_test(NAME results.sample COMMAND write_sample ${sample})
add_test(NAME results.contract
  COMMAND /usr/bin/python3 ${PROJECT_SOURCE_DIR}/tests/results_contract.py --all ${sample})
set_tests_properties(results.sample PROPERTIES FIXTURES_SETUP sample)
set_tests_properties(results.contract PROPERTIES FIXTURES_REQUIRED sample)
