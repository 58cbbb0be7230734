# People and traffic.
muster_test(models lifesim muster_models)
foreach(case 17 18 19 20)
  muster_validation(${case} models lifesim)
endforeach()
muster_test(models medium muster_models)
muster_validation(21 models medium)
