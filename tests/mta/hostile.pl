# A sender gone mad, beside a good one: connection floods, lines of 1 MB, NUL bytes, thousands of connections held open.
use strict; use warnings; use IO::Socket::INET;
my @targets = map { "198.18.16.$_" } 1 .. 4;
sub dial { IO::Socket::INET->new(PeerAddr => $_[0], PeerPort => 25, Timeout => 5) }
my @held;
for (1 .. 5000) { my $s = dial($targets[$_ % @targets]) or last; push @held, $s }
for my $target (@targets) {
  if (my $s = dial($target)) { print $s "EHLO " . ("x" x 1_000_000) . "\r\n" }
  if (my $s = dial($target)) { print $s "EHLO a\0b\r\nMAIL FROM:<\0\0>\r\n\0\0\0\0\r\n" }
  if (my $s = dial($target)) { print $s "DATA\r\n" x 1000 }
  for (1 .. 200) { my $s = dial($target); print $s "\x16\x03\x01garbage" if $s }
}
select(undef, undef, undef, undef);  # holds them until it is killed
