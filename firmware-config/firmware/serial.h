/* The host's line: 57600 8N1, a ring of bytes each way. */
#ifndef SERIAL_H
#define SERIAL_H

#include <stdbool.h>
#include <stdint.h>

void serial_begin(void);

/* False when nothing is there. */
bool serial_read(uint8_t *byte);
bool serial_empty(void);

/*
 * True once when bytes were lost, with all that came before them read: half a message stands in the parser, and what comes
 * next must not complete it.
 */
bool serial_broken(void);

/* Bytes that came and were not kept, as far as it can count. */
uint16_t serial_lost(void);

/* How many bytes can be written without waiting. */
uint8_t serial_room(void);

/* Waits for room: at most as long as the line takes for a ring, 22 ms. */
void serial_write(uint8_t byte);

#endif
