# frozen_string_literal: true

module Trajan
  # What an answer's fields may be called; Rack 3 demands lower case and gets it.
  class Names
    MOST = 512
    TOKEN = /\A[!#$%&'*+\-.^_`|~0-9A-Za-z]+\z/

    def initialize(lower_case)
      @lower_case = lower_case
      @known = {}
    end

    # The name with the zero after it, or what is to become of the field instead.
    def [](key) = @known[key] || make(key)

    private

    def make(key)
      text = key.is_a?(Symbol) ? key.name : key
      raise InvalidAnswer, "a header's name is #{Trajan.shown(key)}, expected a String" unless text.is_a?(String)
      name = check(text.b)
      @known[key.is_a?(String) ? key.dup.freeze : key] = name if @known.size < MOST
      name
    end

    def check(text)
      lower = text.downcase
      case lower
      when 'content-length' then :length
      when 'rack.hijack' then :hijack
      when 'status', /\Arack\./ then :dropped
      else
        raise InvalidAnswer, "a header's name is #{text.inspect}, expected a token" unless TOKEN.match?(text)
        "#{@lower_case ? lower : text}\0".b.freeze
      end
    end
  end

  def self.shown(object)
    text = object.inspect
    text = "#{text[0, 80]}…" if text.size > 80
    object.nil? ? 'nil' : "#{text} (#{object.class})"
  rescue StandardError
    "of class #{object.class}"
  end

  # The head of an answer while it is read from the application's.
  class Head
    CONTROL = /[\x00-\x08\x0a-\x1f\x7f]/n

    attr_reader :status, :bytes, :length, :hijack

    def initialize(names, status, headers)
      @names = names
      @bytes = String.new(capacity: 200)
      @status = status_of(status)
      if headers.respond_to?(:each)
        headers.each { |key, value| add(key, value) }
      else
        raise InvalidAnswer, "the headers are #{Trajan.shown(headers)}, expected a Hash"
      end
    end

    def bodyless? = @status < 200 || @status == 204 || @status == 304

    # The fields, each name and value ended by a zero but the last.
    def wire
      @bytes.chop! if @bytes.end_with?("\0")
      @bytes
    end

    def length=(length)
      @length = length
      @bytes << 'content-length' << "\0" << length.to_s << "\0"
    end

    private

    def status_of(status)
      number = status.is_a?(String) && /\A\d{3}\z/.match?(status) ? status.to_i : status
      return number if number.is_a?(Integer) && number >= 100 && number <= 999
      raise InvalidAnswer, "the status is #{Trajan.shown(status)}, expected an Integer from 100 to 999"
    end

    def add(key, value)
      name = @names[key]
      if name.is_a?(String)
        if value.instance_of?(String) && value.ascii_only? && !CONTROL.match?(value)
          @bytes << name << value << "\0"
        else
          add_value(name, value)
        end
      elsif name == :length
        add_length(value)
      elsif name == :hijack
        @hijack = value
      end
    end

    def add_length(value)
      return if value.nil? || @status < 200 || @status == 204
      text = value.to_s
      raise InvalidAnswer, "content-length is #{text.inspect}, expected digits" unless /\A\d{1,18}\z/.match?(text)
      self.length = text.to_i
    end

    def add_value(name, value)
      case value
      when nil then nil
      when Array then value.each { |each| add_value(name, each) }
      when String then add_lines(name, value.b)
      when Numeric, Symbol then add_lines(name, value.to_s.b)
      else
        raise InvalidAnswer, "header #{name.chop} is #{Trajan.shown(value)}, expected a String"
      end
    end

    def add_lines(name, text)
      lines = text.include?("\n") ? text.split("\n").reject(&:empty?) : [text]
      lines.each do |line|
        at = line.index(CONTROL)
        raise InvalidAnswer, "header #{name.chop} holds the control character #{line.getbyte(at)}" if at
        @bytes << name << line << "\0"
      end
    end
  end
end
