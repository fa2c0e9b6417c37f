# a line too far right
print("never")
  print("here")
