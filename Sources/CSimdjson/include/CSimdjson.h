#ifndef CSIMDJSON_H
#define CSIMDJSON_H

#include "flattener.h"
#include "splitter.h"

#endif
