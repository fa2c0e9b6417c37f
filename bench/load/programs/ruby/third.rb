value = gets.to_i
step = 0
while step < 15_000_000
  value = (value * 31 + step) % 1000003
  step += 1
end
puts value
