puts "good morning"
