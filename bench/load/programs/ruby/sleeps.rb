seconds = gets.to_f
Thread.new { sleep seconds }.join
puts "slept"
