use std::collections::HashMap;
use std::io::{self, Read};

fn main() {
    let mut text = String::new();
    io::stdin().read_to_string(&mut text).unwrap();
    let mut numbers = text.split_whitespace().map(|word| word.parse::<i64>().unwrap());
    let count = numbers.next().unwrap() as usize;
    let parcel = numbers.next().unwrap();
    let mut places = HashMap::new();
    for (index, weight) in numbers.take(count).enumerate() {
        if let Some(other) = places.get(&(parcel - weight)) {
            println!("{} {}", index + 1, other);
            return;
        }
        places.insert(weight, index + 1);
    }
    println!("none");
}
