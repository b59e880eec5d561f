#!/bin/sh
# The first and last process of the machine: drivers, udev, then each test file as the station's user; then the power is cut.
# `only`: of the kernel's own command line, part of the name of the files that are wanted.
export PATH=/bin NO_COLOR=1 NODE_COMPILE_CACHE=/tmp/compiled
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
mount -t tmpfs tmp /tmp
mount -t tmpfs run /run
chmod 1777 /tmp
while read -r module; do insmod "$module"; done </modules
mount -t configfs config /sys/kernel/config
gadget=/sys/kernel/config/usb_gadget/meter
mkdir -p $gadget/functions/acm.0 $gadget/configs/one.1
echo 0x0525 >$gadget/idVendor
echo 0xa4a7 >$gadget/idProduct
ln -s $gadget/functions/acm.0 $gadget/configs/one.1
chmod 0666 $gadget/UDC
systemd-udevd --daemon
udevadm trigger --action=add
udevadm settle
cd /yike || exit
for file in test/hardware/guest/*${only}*.hw.ts; do
  echo "@begin $file"
  su yike -c "exec node --test-force-exit --test-timeout=120000 --test-reporter=tap $file"
  echo "@end $?"
done
echo '@off'
poweroff -f
