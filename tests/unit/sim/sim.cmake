add_library(test_worlds STATIC ${CMAKE_CURRENT_LIST_DIR}/worlds.c
  ${CMAKE_CURRENT_LIST_DIR}/desk.c ${CMAKE_CURRENT_LIST_DIR}/deeds.c ${CMAKE_CURRENT_LIST_DIR}/theory.c)
target_link_libraries(test_worlds PUBLIC muster_sim PRIVATE muster_flags PkgConfig::CMOCKA)
target_include_directories(test_worlds PUBLIC ${CMAKE_CURRENT_LIST_DIR})
foreach(name err time diag queue calendar stream dist gsl world order sites timers timeouts drivers
    steps counts bytes pace causes phases draws variates fail guard
    clone result tally resource resource_plain resource_drivers store condition)
  muster_test(sim ${name} test_worlds muster_sim)
endforeach()
foreach(name servers theory network)
  add_executable(test_sim_${name} ${CMAKE_CURRENT_LIST_DIR}/test_${name}.c)
  target_link_libraries(test_sim_${name} PRIVATE test_worlds muster_sim muster_flags PkgConfig::CMOCKA m)
endforeach()
muster_validation(32 sim servers)
foreach(case 54 55 56)
  muster_validation(${case} sim theory)
endforeach()
muster_validation(57 sim network)
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
