use v5.36;

package main;
Trajan::Template->new(Trajan::Settings->new(splice @ARGV))->run;
