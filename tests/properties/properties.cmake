# Properties of the whole model, proved on the small dike breach; what each proves stands at the
# head of its prove_*.c.
find_package(OpenMP REQUIRED COMPONENTS C)
add_executable(world_proof
  ${CMAKE_CURRENT_LIST_DIR}/world_proof.c ${CMAKE_CURRENT_LIST_DIR}/proof.c
  ${CMAKE_CURRENT_LIST_DIR}/prove_same.c ${CMAKE_CURRENT_LIST_DIR}/prove_conservation.c
  ${CMAKE_CURRENT_LIST_DIR}/prove_answers.c ${CMAKE_CURRENT_LIST_DIR}/prove_travel.c
  ${CMAKE_CURRENT_LIST_DIR}/prove_knowledge.c ${CMAKE_CURRENT_LIST_DIR}/prove_keys.c
  ${CMAKE_CURRENT_LIST_DIR}/keys_list.c ${CMAKE_CURRENT_LIST_DIR}/keys_value.c
  ${PROJECT_SOURCE_DIR}/app/goals.c)
target_link_libraries(world_proof PRIVATE muster_scenarios muster_analysis muster_models muster_sim
  muster_flags PkgConfig::GSL OpenMP::OpenMP_C m)

# muster_property(same_bits COMMAND ...): in ctest property.same_bits
function(muster_property name)
  add_test(NAME property.${name} ${ARGN})
endfunction()

muster_property(same_bits COMMAND world_proof same-bits ${PROJECT_SOURCE_DIR})
muster_property(permuted COMMAND ${CMAKE_CURRENT_LIST_DIR}/permuted.sh
  $<TARGET_FILE:world_proof> ${PROJECT_SOURCE_DIR})
muster_property(conservation COMMAND world_proof conservation ${PROJECT_SOURCE_DIR})
muster_property(plans_travel COMMAND world_proof plans-travel ${PROJECT_SOURCE_DIR})
muster_property(world_answers COMMAND world_proof world-answers ${PROJECT_SOURCE_DIR})
muster_property(knowledge COMMAND world_proof knowledge ${PROJECT_SOURCE_DIR})
set_tests_properties(property.same_bits property.plans_travel property.world_answers
  property.knowledge PROPERTIES LABELS slow)
muster_property(keys COMMAND world_proof keys ${PROJECT_SOURCE_DIR})
set_tests_properties(property.keys PROPERTIES LABELS full TIMEOUT 3600)
muster_property(no_names COMMAND ${CMAKE_CURRENT_LIST_DIR}/no_names.sh ${PROJECT_SOURCE_DIR})
# Only the address sanitizer can see it; not among the properties, which it is too slow for.
if(MUSTER_SANITIZE MATCHES address)
  add_test(NAME handlers.own_state COMMAND world_proof own-state ${PROJECT_SOURCE_DIR})
endif()
