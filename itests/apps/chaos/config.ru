# The application of the chaos tests. Every request names itself; what was begun is written down, so that a request that
# was answered twice, or begun and never answered, is seen from outside.
require "digest"

SEEN = File.open(File.join(__dir__, "seen.log"), "a").tap { |file| file.sync = true }
PLAIN = { "content-type" => "text/plain" }.freeze

def parameter(env, name)
  env["QUERY_STRING"][/(?:^|&)#{name}=([^&]*)/, 1]
end

class Ticks
  def initialize(id, count)
    @id = id
    @count = count
  end

  def each
    @count.times do |i|
      yield "#{@id}:#{i}\n"
      sleep 0.004
    end
  end
end

run(lambda do |env|
  id = parameter(env, "id")
  SEEN.write("#{id}\n")
  case env["PATH_INFO"]
  when "/echo"
    [200, PLAIN.dup, ["echo #{id}\n"]]
  when "/upload"
    digest = Digest::SHA256.new
    size = 0
    while (piece = env["rack.input"].read(16_384))
      digest << piece
      size += piece.bytesize
    end
    [200, PLAIN.dup, ["upload #{id} #{size} #{digest.hexdigest}\n"]]
  when "/stream"
    [200, PLAIN.dup, Ticks.new(id, 30)]
  else
    [404, PLAIN.dup, ["no such path\n"]]
  end
end)
