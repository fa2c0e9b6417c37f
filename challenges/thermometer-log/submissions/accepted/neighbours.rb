gets
readings = gets.split.map(&:to_i)
jumps = readings.each_cons(2).map { |before, after| (after - before).abs }
puts [readings.min, readings.max, jumps.max || 0].join(" ")
