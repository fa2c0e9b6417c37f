copies = Hash.new(0)
gets.to_i.times do
  action, title = gets.chomp.split(" ", 2)
  copies[title] += action == "OUT" ? 1 : -1
end
still_out = copies.reject { |_, count| count.zero? }
still_out.sort.each { |title, count| puts "#{count} #{title}" }
puts "all home" if still_out.empty?
