# Turns a file into a C array with a final zero: cmake -DIN=... -DOUT=... -DNAME=... -P embed.cmake
file(READ ${IN} hex HEX)
string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
file(WRITE ${OUT} "#include <stddef.h>\n\n#include \"analysis/page_impl.h\"\n\nconst unsigned char ${NAME}[] = {${bytes}0x00};\nconst size_t ${NAME}_size = sizeof ${NAME} - 1;\n")
