# prompts, of which no terminal is told
name = input("name? ")
print("hello", name)
input("more? ")
