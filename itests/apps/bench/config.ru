# The application of `./trajan bench rack`: the same file is served by every peer.
require "json"

HELLO = "hello world\n"
JSON_ROWS = (1..20).map { |i| { "id" => i, "name" => "row number #{i}", "ok" => i.odd? } }
LARGE = ("0123456789abcdef" * 6400).freeze # 100 KiB
CHUNK = ("x" * 99 + "\n").freeze
TEXT = { "content-type" => "text/plain" }.freeze

class Chunks
  def each
    100.times { yield CHUNK }
  end
end

sinatra =
  begin
    require "sinatra/base"
    Class.new(Sinatra::Base) do
      set :environment, :production
      set :logging, false
      set :protection, false
      set :sessions, false
      template(:page) do
        "<html><body><h1><%= @title %></h1><ul><% @rows.each do |r| %>" \
          "<li class=\"<%= r[\"ok\"] ? 'odd' : 'even' %>\"><%= r[\"id\"] %>: <%= r[\"name\"] %></li>" \
          "<% end %></ul></body></html>"
      end
      get("/sinatra") do
        @title = "Rows"
        @rows = JSON_ROWS
        erb :page
      end
    end
  rescue LoadError
    nil
  end

run(lambda do |env|
  case env["PATH_INFO"]
  when "/hello"
    [200, TEXT.merge("content-length" => HELLO.bytesize.to_s), [HELLO]]
  when "/json"
    body = JSON.generate(JSON_ROWS)
    [200, { "content-type" => "application/json", "content-length" => body.bytesize.to_s }, [body]]
  when "/large"
    [200, TEXT.merge("content-length" => LARGE.bytesize.to_s), [LARGE]]
  when "/post"
    size = env["rack.input"].read.bytesize.to_s
    [200, TEXT.merge("content-length" => size.bytesize.to_s), [size]]
  when "/stream"
    [200, TEXT.dup, Chunks.new]
  when "/sleep"
    sleep 0.005
    [200, TEXT.merge("content-length" => HELLO.bytesize.to_s), [HELLO]]
  when "/sinatra"
    sinatra ? sinatra.call(env) : [404, TEXT.dup, ["no sinatra here\n"]]
  else
    [404, TEXT.dup, ["no such row\n"]]
  end
end)
