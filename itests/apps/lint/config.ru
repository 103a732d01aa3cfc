# Rack::Lint on both sides of a middleware: what the server gives is checked before the application sees it, what the
# application returns is checked before the server does. Needs the rack gem (Debian: ruby-rack).
require "rack"

use Rack::Lint
use Rack::ContentLength
use Rack::Lint

run(lambda do |env|
  input = env["rack.input"]
  text = case env["PATH_INFO"]
         when "/echo" then input.read
         when "/again" then input.read && input.rewind && input.read
         when "/lines" then [].tap { |lines| input.each { |line| lines << line } }.join("|")
         else "lint is content\n"
         end
  env["rack.errors"].puts("served #{env["PATH_INFO"]}")
  body = env["REQUEST_METHOD"] == "HEAD" ? [] : [text]
  [200, { "Content-Type" => "text/plain" }, body]
end)
