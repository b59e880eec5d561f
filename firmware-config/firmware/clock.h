/* Timer 0: a tick each millisecond, and the microseconds between. */
#ifndef CLOCK_H
#define CLOCK_H

#include <stdint.h>

void clock_begin(void);

/* Milliseconds since the reset; wraps after 65 s: compare differences. */
uint16_t clock_ms(void);

/* In steps of 4 µs; wraps after 71 minutes. To be called with interrupts off. */
uint32_t clock_us(void);

#endif
