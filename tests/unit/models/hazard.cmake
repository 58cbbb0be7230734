# Water.
muster_test(models geo muster_models)
muster_test(models weir muster_models)
muster_test(models breach muster_models)
muster_validation(12 models weir)
muster_validation(13 models weir)
muster_validation(14 models breach)
muster_validation(15 models breach)
muster_validation(16 models breach)

muster_test(models inundation muster_models)
foreach(case 1 2 3 4 5 9)
  muster_validation(${case} models inundation)
endforeach()
