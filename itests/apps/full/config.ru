# Most of what a Rack application may do: middleware, cookie sessions, multipart uploads, streams of both kinds, a
# WebSocket on a hijacked connection, files, big and slow answers, errors, the environment; Rack::Lint looks at both
# sides. Needs the rack gem (Debian: ruby-rack, 2.2).
require "rack"
require "uri" # Rack::Lint uses it, but leaves it to others to load it.
require "digest"
require "json"
require_relative "bodies"
require_relative "websocket"

class Timer
  def initialize(app) = @app = app

  def call(env)
    status, headers, body = @app.call(env)
    [status, headers.merge("X-Middleware" => "seen"), body]
  end
end

# Rack::Lint around everything but the paths on which this application is wrong on purpose, or does what Lint of Rack 2
# does not know or hides: bodies without each, arrays as header values, to_path.
class Watched
  LOOSE = %w[/invalid /call /gate/call /arrays /file].freeze

  def initialize(app)
    @app = app
    @lint = Rack::Lint.new(app)
  end

  def call(env) = (LOOSE.include?(env["PATH_INFO"]) ? @app : @lint).call(env)
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
    when "/each" then stream(Ticks.new(Integer(request.params.fetch("n", "10"))))
    when "/call" then stream(method(:write))
    when "/gate/each" then stream(Gated.new(request.params["name"]))
    when "/gate/call" then stream(GatedWriter.new(request.params["name"]))
    when "/open" then Gate.open(request.params["name"]); plain("open\n")
    when "/websocket" then WebSocket.accept(env)
    when "/hijack" then [200, PLAIN.merge("rack.hijack" => method(:write)), []]
    when "/file" then stream(Picture.new(File.join(__dir__, "public", "file.txt")))
    when "/fields" then [200, PLAIN.merge("Set-Cookie" => "a=1\nb=2"), ["fields\n"]]
    when "/arrays" then [200, PLAIN.merge("Set-Cookie" => %w[a=1 b=2]), ["arrays\n"]]
    when "/big" then plain("0123456789abcdef" * 65_536)
    when "/slow" then slow(request)
    when "/closing" then closing(request)
    when "/after" then after(env, request.params["name"])
    when "/events" then plain(Events.all.join("\n"))
    when "/env" then json(env.select { |_, value| value.is_a?(String) })
    else wrong(request.path_info) || [404, PLAIN.dup, ["not found\n"]]
    end
  end

  private

  def plain(text) = [200, PLAIN.dup, [text]]
  def stream(body) = [200, PLAIN.dup, body]
  def json(object) = [200, { "Content-Type" => "application/json" }, [JSON.generate(object)]]

  def wrong(path)
    case path
    when "/error" then raise "an error on purpose"
    when "/late" then stream(Enumerator.new { |out| out << "begun\n"; raise "too late for a 500" })
    when "/invalid" then [200, PLAIN.dup, 5]
    when "/careless" then [200, PLAIN.merge("X-Number" => 1), ["Lint wants text in fields\n"]]
    end
  end

  def session(request)
    request.session["count"] = request.session.fetch("count", 0) + 1
    plain("#{request.session["count"]}\n")
  end

  def upload(request)
    file = request.params["file"]
    json("name" => file[:filename], "size" => file[:tempfile].size,
         "sha256" => Digest::SHA256.hexdigest(file[:tempfile].read), "type" => file[:type],
         "note" => request.params["note"])
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

  def write(out)
    5.times { |i| out.write("chunk #{i}\n") }
  ensure
    out.close
  end

  def slow(request)
    sleep Float(request.params.fetch("s", "0.05"))
    plain("slow\n")
  end

  def closing(request)
    chunks = Integer(request.params.fetch("n", "1")).times.map { |i| "piece #{i}\n" }
    status = Integer(request.params.fetch("status", "200"))
    headers = status == 304 ? {} : PLAIN.dup
    [status, headers, Closing.new(request.params["name"], chunks, request.params["raise"])]
  end

  def after(env, name)
    env["rack.after_reply"] << -> { Events.add("after #{name}") }
    plain("before\n")
  end
end

use Timer
use Rack::Session::Cookie, secret: "an example secret that protects nothing but examples, sixty-four bytes!"
use Watched
run Full.new
