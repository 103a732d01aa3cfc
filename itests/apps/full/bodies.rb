# Response bodies of many kinds.

# What happened, one line for each, for GET /events.
module Events
  LINES = Queue.new

  def self.add(line) = LINES << line
  def self.all = Array.new(LINES.size) { LINES.pop.tap { |line| LINES << line } }
end

# Gates that another request opens: what is behind one is not sent before the client has said that it got the rest.
module Gate
  LOCK = Mutex.new
  GATES = Hash.new { |gates, name| gates[name] = Queue.new }
  PATIENCE = 20

  def self.open(name) = queue(name) << :open

  # Queue#pop knows of patience since Ruby 3.2 only.
  def self.pass(name)
    gate = queue(name)
    (PATIENCE * 200).times { gate.empty? ? sleep(0.005) : return }
    raise "nobody opened #{name}"
  end

  def self.queue(name) = LOCK.synchronize { GATES[name] }
end

class Ticks
  def initialize(count) = @count = count
  def each = @count.times { |i| yield "tick #{i}\n" }
end

class Picture
  def initialize(path) = @path = path
  def to_path = @path
  def each = raise("a file is to be sent by its path")
end

# Two chunks with a gate between them, and it writes down that it was closed.
class Gated
  def initialize(name) = @name = name
  def close = Events.add("closed #{@name}")

  def each
    yield "first\n"
    Gate.pass(@name)
    yield "last\n"
  end
end

# The same for an application that wants to write.
class GatedWriter
  def initialize(name) = @name = name
  def close = Events.add("closed #{@name}")

  def call(out)
    out.write("first\n")
    Gate.pass(@name)
    out << "last\n"
  ensure
    out.close
  end
end

# Sends what it was told and writes down that it was closed.
class Closing
  def initialize(name, chunks, failure)
    @name = name
    @chunks = chunks
    @failure = failure
  end

  def each
    @chunks.each { |chunk| yield chunk }
    raise @failure if @failure
  end

  def close = Events.add("closed #{@name}")
end
