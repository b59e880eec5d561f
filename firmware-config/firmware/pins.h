/* What each pin can be, in Firmata's words. The wiring is fixed: a mode that it does not have is refused. */
#ifndef PINS_H
#define PINS_H

#include <stdbool.h>
#include <stdint.h>

void pins_capabilities(void);
void pins_analog_mapping(void);
void pins_state(uint8_t pin);

/* An output's mode also writes LOW to it, as in StandardFirmata. False when the pin cannot be that. */
bool pins_set_mode(uint8_t pin, uint8_t mode);

/* Is it an output that a write to the port reaches? */
bool pins_obey_port(uint8_t pin);

/* The servo, and the green lamp where it is dimmed. */
bool pins_analog_write(uint8_t pin, uint16_t value);

#endif
