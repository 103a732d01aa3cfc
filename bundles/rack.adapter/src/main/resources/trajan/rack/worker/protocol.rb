# frozen_string_literal: true

# A Ruby worker process: the template loads the application once and forks on command, each worker answers requests on a
# stream of its own. The protocol is in WORKER-PROTOCOL.md of vassal.process; only Ruby's standard library is used.
#
# With one thread a worker is one loop: it reads what has come, perhaps several requests, answers each with one write and
# reads again; nothing is handed from thread to thread. With more, or once a connection was taken over, a thread of its own
# reads the stream.
require 'socket'
require 'stringio'
require 'io/nonblock'

module Trajan
  FRAME = 'VCCv'
  FRAME_BYTES = 8
  LONGEST_FRAME = (1 << 20) + 1024

  REQUEST = 1
  BODY = 2
  CREDIT = 3
  ABORT = 4
  RETIRE = 5
  HELLO_OK = 6
  RAW_IN = 7
  TAKE_BACK = 8
  FILE_OK = 9

  HELLO = 65
  ANSWER = 66
  DATA = 67
  FILE = 68
  PULL = 69
  BROKEN = 70
  HIJACK = 71
  RAW = 72
  STATS = 73
  LOG = 74
  INTERIM = 76
  GIVEN = 77
  FREE = 79

  LAST = 1
  RAW_FOLLOWS = 2

  # An answer up to this leaves as one frame.
  WHOLE_BYTES = 128 * 1024
  # What is asked for, read and sent at a time.
  PORTION = 64 * 1024
  # Chunks that follow each other faster than this leave together, so many bytes at most, at the latest after a tick.
  CLOSE_SECONDS = 0.0003
  GATHERED_BYTES = 16 * 1024
  TICK_SECONDS = 0.002

  class ClientGone < Errno::EPIPE; end
  class InvalidAnswer < StandardError; end

  def self.now = Process.clock_gettime(Process::CLOCK_MONOTONIC)
end
