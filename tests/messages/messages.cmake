add_executable(toy_check ${CMAKE_CURRENT_LIST_DIR}/toy_check.c)
target_link_libraries(toy_check PRIVATE test_reading muster_scenarios muster_sim muster_flags)
add_test(NAME messages COMMAND ${CMAKE_CURRENT_LIST_DIR}/run.sh $<TARGET_FILE:toy_check>)
add_test(NAME messages.real COMMAND ${CMAKE_CURRENT_LIST_DIR}/real/run.sh $<TARGET_FILE:muster>)
