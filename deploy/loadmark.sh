#!/bin/sh
# The loadmark command inside the image. LOADMARK_JAVA_OPTIONS holds further options of the JVM.
# shellcheck disable=SC2086
exec java -XX:MaxRAMPercentage=60 -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError -Djava.awt.headless=true \
    -Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8 ${LOADMARK_JAVA_OPTIONS:-} -jar /opt/loadmark/loadmark.jar "$@"
