/* Switches and analog inputs, sampled by the tick. */
#ifndef INPUTS_H
#define INPUTS_H

#include <stdint.h>

void inputs_begin(void);
void inputs_tick(void);

/* Port D's levels of the switches, bits 2 to 6. HIGH is the unsafe side, and that of a cut wire. */
uint8_t switches(void);

/* 0 to 1023, 5 V. */
uint16_t analog(uint8_t channel);

#endif
