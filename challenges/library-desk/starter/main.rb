count = gets.to_i
count.times do
  action, title = gets.chomp.split(" ", 2)
  # action is OUT or IN.
end
puts "all home"
