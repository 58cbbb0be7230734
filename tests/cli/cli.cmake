add_executable(same_results ${CMAKE_CURRENT_LIST_DIR}/same_results.c)
target_link_libraries(same_results PRIVATE muster_analysis muster_flags)

foreach(name usage json run output interrupt repeat replay schema pages)
  add_test(NAME cli.${name} COMMAND ${CMAKE_CURRENT_LIST_DIR}/${name}.sh
    $<TARGET_FILE:muster> $<TARGET_FILE:same_results>)
  set_tests_properties(cli.${name} PROPERTIES TIMEOUT 300)
endforeach()
