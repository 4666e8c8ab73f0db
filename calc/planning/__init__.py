"""From a target to the week: what must be done for it, and whether that fits and was ever reached.

* :mod:`calc.planning.chain` reckons backwards from deals to the first conversation, exactly;
* :mod:`calc.planning.rates` says which rate to take, of whom and how sure it is;
* :mod:`calc.planning.ramp` lowers the target of somebody who has just begun;
* :mod:`calc.planning.capacity` holds the week against the hours it has;
* :mod:`calc.planning.realism` holds the target against what was reached before.
"""
