const greeting: string = "good morning";
console.log(greeting);
