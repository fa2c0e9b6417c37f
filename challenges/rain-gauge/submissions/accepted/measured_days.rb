days = STDIN.read.split.drop(1)
measured = days.reject { |day| day == "-" }.map(&:to_f)
puts measured.empty? ? "none" : measured.sum / measured.size
