# frozen_string_literal: true

Trajan::Template.new(Trajan::Settings.new(ARGV.slice!(0, ARGV.size))).run
