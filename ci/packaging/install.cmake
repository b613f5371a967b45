# What is installed, and the Debian package of it. The program finds its data from where it lies itself (harness/cli/places.cc):
# PREFIX/lib/gauntlet/ has it and its helpers, PREFIX/bin/gauntlet is a link to it, PREFIX/share/gauntlet/ is laid out as the source is.
include(GNUInstallDirs)
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)  # what is installed is the target `program`, no test
set(own lib/gauntlet)
install(TARGETS gauntlet gauntlet-sender gauntlet-clock-launch RUNTIME DESTINATION ${own})
install(TARGETS gauntlet-clock LIBRARY DESTINATION ${own})
install(CODE "
  file(MAKE_DIRECTORY \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_BINDIR}\")
  file(CREATE_LINK ../${own}/gauntlet \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_BINDIR}/gauntlet\" SYMBOLIC)")
install(DIRECTORY scenarios zones DESTINATION ${CMAKE_INSTALL_DATADIR}/gauntlet)
install(DIRECTORY harness/candidates DESTINATION ${CMAKE_INSTALL_DATADIR}/gauntlet/harness
  FILES_MATCHING PATTERN *.candidate PATTERN README.md)
install(DIRECTORY fixtures/dns/servers DESTINATION ${CMAKE_INSTALL_DATADIR}/gauntlet/fixtures/dns)
install(FILES README.md LICENSE harness/bundle/CLAIMS.md TYPE DOC)

# Made of the command line itself, when it is there.
add_custom_command(OUTPUT gauntlet.1 gauntlet.bash
  COMMAND $<TARGET_FILE:gauntlet> manual man > gauntlet.1
  COMMAND $<TARGET_FILE:gauntlet> manual bash > gauntlet.bash
  DEPENDS gauntlet VERBATIM)
add_custom_target(manual DEPENDS gauntlet.1 gauntlet.bash)
add_dependencies(program manual)
install(FILES ${CMAKE_BINARY_DIR}/gauntlet.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${CMAKE_BINARY_DIR}/gauntlet.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME gauntlet)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME gauntlet)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "conformance harness and adversarial simulator for sending mail servers")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "Sets an unmodified MTA loose in a small private Internet with a signed DNS root, mail exchangers, policy hosts and
 attackers, and rules clause by clause on what it did: DANE for SMTP, MTA-STS, STARTTLS.")
set(CPACK_PACKAGE_CONTACT "Gauntlet <gauntlet@gauntlet.example>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION mail)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "apt, iproute2, util-linux, procps, uidmap")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "openssl, bash-completion")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "nftables, chromium")  # serve; report --laboratory-pdf
include(CPack)
