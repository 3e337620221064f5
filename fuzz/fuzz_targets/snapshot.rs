#![cfg_attr(fuzzing, no_main)]
#![doc = "The target `snapshot`."]

variate_fuzz::program!(variate_fuzz::snapshot);
