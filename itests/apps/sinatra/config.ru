# A Sinatra application in the modular style. Needs the sinatra gem (Debian: ruby-sinatra).
require "sinatra/base"

class Guestbook < Sinatra::Base
  set :root, __dir__
  set :environment, :production
  set :show_exceptions, false
  set :raise_errors, false
  enable :sessions
  set :session_secret, "an example secret that protects nothing but examples, sixty-four bytes!"

  Entry = Struct.new(:name, :words)
  OURS = [Entry.new("Trajan", "Felicior Augusto <b>"), Entry.new("Pliny", "melior Traiano")].freeze

  helpers do
    def h(text) = Rack::Utils.escape_html(text)
    def signed = session[:signed] ||= []
  end

  get("/") do
    @entries = OURS + signed.map { |name, words| Entry.new(name, words) }
    erb :page
  end

  post("/sign") do
    signed << [params.fetch("name"), params.fetch("words")]
    redirect "/", 303
  end

  get("/hello/:name") { |name| "Hello, #{h name}" }
  post("/echo") { params.sort.map { |key, value| "#{key}=#{value}" }.join("&") }
  get("/away") { redirect "/" }
  get("/stream") { stream { |out| 3.times { |i| out << "line #{i}\n" } } }
  get("/halt") { halt 418, { "X-Reason" => "short and stout" }, "no coffee" }
  get("/broken") { raise "broken on purpose" }
  error { "an error page of the application" }
  not_found { "nothing of that name" }
end

run Guestbook
