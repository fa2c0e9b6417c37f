# Right, but searches the rest of the row again for every weight.
_, parcel = gets.split.map(&:to_i)
weights = gets.split.map(&:to_i)
answer = "none"
weights.each_with_index do |weight, left|
  right = (left + 1...weights.size).find { |place| weights[place] == parcel - weight }
  if right
    answer = "#{left + 1} #{right + 1}"
    break
  end
end
puts answer
