# The example application. It needs no gem: a Rack application is anything that answers call(env) with a status, headers
# and a body.
require "erb"
require "json"
require "time"
require "uri"

class Hello
  PAGE = ERB.new(<<~HTML, trim_mode: "-").freeze
    <!doctype html>
    <html lang="en">
    <head><meta charset="utf-8"><title>Trajan</title></head>
    <body>
    <h1>Hello, <%= ERB::Util.html_escape(name) %></h1>
    <p>Ruby <%= RUBY_VERSION %> on <%= RUBY_ENGINE %> <%= RUBY_ENGINE_VERSION %> answers. Try
    <a href="/hello/world">/hello/world</a>, <a href="/time">/time</a> and <a href="/env">/env</a>.</p>
    </body>
    </html>
  HTML

  HTML_TYPE = { "content-type" => "text/html; charset=utf-8" }.freeze
  JSON_TYPE = { "content-type" => "application/json" }.freeze
  TEXT_TYPE = { "content-type" => "text/plain; charset=utf-8" }.freeze

  def call(env)
    return not_allowed unless %w[GET HEAD].include?(env["REQUEST_METHOD"])
    case env["PATH_INFO"]
    when "/", "" then page("stranger")
    when %r{\A/hello/([^/]+)\z} then page(decode($1))
    when "/time" then json("time" => Time.now.utc.iso8601(3))
    when "/env" then json(env.select { |_, value| value.is_a?(String) }.sort.to_h)
    else [404, TEXT_TYPE.dup, ["There is nothing at #{env["PATH_INFO"]}\n"]]
    end
  end

  private

  def page(name)
    [200, HTML_TYPE.dup, [PAGE.result_with_hash(name: name)]]
  end

  def json(object)
    [200, JSON_TYPE.dup, [JSON.generate(object), "\n"]]
  end

  def not_allowed
    [405, TEXT_TYPE.merge("allow" => "GET, HEAD"), ["Only GET and HEAD are known here\n"]]
  end

  # Paths arrive as they were sent.
  def decode(segment)
    URI.decode_uri_component(segment.dup.force_encoding(Encoding::UTF_8)).scrub
  end
end

run Hello.new
