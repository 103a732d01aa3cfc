# Most of what a Rack application may do: middleware, cookie sessions, multipart uploads, streams of both kinds, a
# WebSocket on a hijacked connection, files, big and slow answers, errors, the environment. Needs the rack gem (Debian:
# ruby-rack, 2.2).
require "rack"
require "digest"
require "json"
require_relative "websocket"

class Timer
  def initialize(app) = @app = app

  def call(env)
    status, headers, body = @app.call(env)
    [status, headers.merge("X-Middleware" => "seen"), body]
  end
end

class Ticks
  def initialize(count) = @count = count
  def each = @count.times { |i| yield "tick #{i}\n" }
end

class Picture
  def initialize(path) = @path = path
  def to_path = @path
  def each = yield(File.binread(@path))
end

class Full
  PLAIN = { "Content-Type" => "text/plain" }.freeze

  def call(env)
    request = Rack::Request.new(env)
    case request.path_info
    when "/" then plain("full\n")
    when "/session" then session(request)
    when "/upload" then upload(request)
    when "/digest" then digest(env["rack.input"])
    when "/each" then [200, PLAIN.dup, Ticks.new(Integer(request.params.fetch("n", "10")))]
    when "/call" then [200, PLAIN.dup, method(:stream)]
    when "/websocket" then WebSocket.accept(env)
    when "/file" then [200, PLAIN.dup, Picture.new(File.join(__dir__, "public", "file.txt"))]
    when "/big" then plain("0123456789abcdef" * 65_536)
    when "/slow" then slow(request)
    when "/error" then raise "an error on purpose"
    when "/late" then [200, PLAIN.dup, Enumerator.new { |out| out << "begun\n"; raise "too late for a 500" }]
    when "/invalid" then [200, nil, nil]
    when "/env" then json(env.select { |_, value| value.is_a?(String) })
    else [404, PLAIN.dup, ["not found\n"]]
    end
  end

  private

  def plain(text) = [200, PLAIN.dup, [text]]
  def json(object) = [200, { "Content-Type" => "application/json" }, [JSON.generate(object)]]

  def session(request)
    request.session["count"] = request.session.fetch("count", 0) + 1
    plain("#{request.session["count"]}\n")
  end

  def upload(request)
    file = request.params["file"]
    json("name" => file[:filename], "size" => file[:tempfile].size,
         "sha256" => Digest::SHA256.hexdigest(file[:tempfile].read))
  end

  def digest(input)
    sum = Digest::SHA256.new
    size = 0
    while (piece = input.read(16_384))
      sum << piece
      size += piece.bytesize
    end
    plain("#{size} #{sum.hexdigest}\n")
  end

  def stream(out)
    5.times { |i| out.write("chunk #{i}\n") }
  ensure
    out.close
  end

  def slow(request)
    sleep Float(request.params.fetch("s", "0.05"))
    plain("slow\n")
  end
end

use Timer
use Rack::Session::Cookie, secret: "an example secret that protects nothing but examples, sixty-four bytes!"
run Full.new
