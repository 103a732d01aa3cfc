# An echo of WebSocket messages (RFC 6455) in plain Ruby, on a connection taken over with rack.hijack.
require "digest/sha1"

module WebSocket
  GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
  TEXT = 1
  BINARY = 2
  CLOSE = 8
  PING = 9
  PONG = 10

  def self.accept(env)
    key = env["HTTP_SEC_WEBSOCKET_KEY"]
    return [400, { "Content-Type" => "text/plain" }, ["no WebSocket\n"]] unless key
    io = env["rack.hijack"].call
    answer = [Digest::SHA1.digest(key + GUID)].pack("m0")
    io.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" \
             "Sec-WebSocket-Accept: #{answer}\r\n\r\n")
    Thread.new { echo(io) }
    [-1, {}, []]
  end

  def self.echo(io)
    loop do
      code, payload = read_frame(io)
      break unless code
      case code
      when CLOSE then io.write(frame(CLOSE, payload)); break
      when PING then io.write(frame(PONG, payload))
      when TEXT, BINARY then io.write(frame(code, payload))
      end
    end
  rescue IOError, SystemCallError
    # The client has left.
  ensure
    io.close
  end

  def self.read_frame(io)
    first, second = io.read(2)&.bytes
    return unless second
    size = second & 0x7f
    size = io.read(2).unpack1("n") if size == 126
    size = io.read(8).unpack1("Q>") if size == 127
    mask = io.read(4).bytes
    payload = size.zero? ? "".b : io.read(size)
    [first & 0x0f, payload.bytes.each_with_index.map { |byte, i| byte ^ mask[i % 4] }.pack("C*")]
  end

  def self.frame(code, payload)
    size = payload.bytesize
    head = [0x80 | code]
    return (head + [size]).pack("CC") + payload if size < 126
    return (head + [126, size]).pack("CCn") + payload if size < 65_536
    (head + [127, size]).pack("CCQ>") + payload
  end
end
