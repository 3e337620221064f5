#![cfg_attr(fuzzing, no_main)]
#![doc = "The target `rule`."]

variate_fuzz::program!(variate_fuzz::rule);
