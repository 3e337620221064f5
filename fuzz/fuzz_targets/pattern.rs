#![cfg_attr(fuzzing, no_main)]
#![doc = "The target `pattern`."]

variate_fuzz::program!(variate_fuzz::pattern);
