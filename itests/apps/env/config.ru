# Answers with the environment, a line "KEY=value" for each text in it. Needs no gem.
events = Queue.new

dump = lambda do |env|
  env["rack.response_finished"]&.push(->(e, status, headers, error) do
    events << "#{e["PATH_INFO"]} #{status} #{headers && headers["content-type"]} #{error.inspect}"
  end)
  raise "an error on purpose" if env["PATH_INFO"] == "/error"
  lines = env.filter_map { |key, value| "#{key}=#{value}\n".b if value.is_a?(String) }
  [200, { "content-type" => "text/plain", "x-list" => %w[a b] }, [lines.sort.join]]
end

# What asks for the whole server is below no map.
class Whole < Struct.new(:app, :dump)
  def call(env) = (env["PATH_INFO"] == "*" ? dump : app).call(env)
end

use Whole, dump
map("/mount") { run dump }
map("/finished") do
  run(lambda do |_|
    4000.times { events.empty? ? sleep(0.005) : break } # Queue#pop knows of patience since Ruby 3.2 only.
    [200, {}, [events.pop(true)]]
  end)
end
run dump
