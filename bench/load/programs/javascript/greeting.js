console.log("good morning");
