# A Sinatra application in the modular style. Needs the sinatra gem (Debian: ruby-sinatra).
require "sinatra/base"

class Guestbook < Sinatra::Base
  set :root, __dir__
  set :environment, :production
  set :show_exceptions, false
  set :raise_errors, false

  Entry = Struct.new(:name, :words)
  ENTRIES = Queue.new

  helpers { def h(text) = Rack::Utils.escape_html(text) }

  get("/") do
    @entries = [Entry.new("Trajan", "Felicior Augusto <b>"), Entry.new("Pliny", "melior Traiano")]
    erb :page
  end

  get("/hello/:name") { |name| "Hello, #{h name}" }
  post("/echo") { params.sort.map { |key, value| "#{key}=#{value}" }.join("&") }
  get("/away") { redirect "/" }
  get("/broken") { raise "broken on purpose" }
  error { "an error page of the application" }
end

run Guestbook
