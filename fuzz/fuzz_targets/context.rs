#![cfg_attr(fuzzing, no_main)]
#![doc = "The target `context`."]

variate_fuzz::program!(variate_fuzz::context);
