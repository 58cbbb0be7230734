# Every folder is a case: golden.plan-a and so on. Under sanitizers only the smallest.
file(GLOB cases CONFIGURE_DEPENDS RELATIVE ${CMAKE_CURRENT_LIST_DIR}
  ${CMAKE_CURRENT_LIST_DIR}/*/args)
foreach(args IN LISTS cases)
  get_filename_component(case ${args} DIRECTORY)
  if(NOT MUSTER_SANITIZE OR case STREQUAL "three-villages")
    add_test(NAME golden.${case}
      COMMAND ${CMAKE_CURRENT_LIST_DIR}/run.sh $<TARGET_FILE:muster> ${case})
    if(case MATCHES "^full-size")
      set_tests_properties(golden.${case} PROPERTIES LABELS slow)
    endif()
  endif()
endforeach()

# What docs/coverage.md claims of these cases.
if(NOT MUSTER_SANITIZE)
  add_test(NAME repo.coverage COMMAND /usr/bin/python3 ${CMAKE_CURRENT_LIST_DIR}/changes.py
    $<TARGET_FILE:muster> ${PROJECT_BINARY_DIR} ${PROJECT_SOURCE_DIR})
  set_tests_properties(repo.coverage PROPERTIES LABELS slow)
endif()
