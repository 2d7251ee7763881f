package cn.jinfu.traceability.epcis;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Words of the Core Business Vocabulary 2.0, which may be written bare, with a prefix, as
 * an address, or as the URN of earlier versions; all mean the same.
 */
enum Vocabulary {

	BIZ_STEP("https://ref.gs1.org/cbv/BizStep-", "cbv:BizStep-", "urn:epcglobal:cbv:bizstep:",
			"accepting arriving assembling collecting commissioning consigning creating_class_instance cycle_counting "
					+ "decommissioning departing destroying disassembling dispensing encoding entering_exiting holding "
					+ "inspecting installing killing loading other packing picking receiving removing repackaging repairing "
					+ "replacing reserving retail_selling sampling sensor_reporting shipping staging_outbound stock_taking "
					+ "stocking storing transporting unloading unpacking void_shipping"),
	DISPOSITION("https://ref.gs1.org/cbv/Disp-", "cbv:Disp-", "urn:epcglobal:cbv:disp:",
			"active available completeness_verified completeness_inferred conformant container_closed container_open "
					+ "damaged destroyed dispensed disposed encoded expired in_progress in_transit inactive mismatch_class "
					+ "mismatch_instance mismatch_quantity needs_replacement no_pedigree_match non_conformant "
					+ "non_sellable_other partially_dispensed recalled reserved retail_sold returned sellable_accessible "
					+ "sellable_not_accessible stolen unavailable unknown"),
	TRANSACTION("https://ref.gs1.org/cbv/BTT-", "cbv:BTT-", "urn:epcglobal:cbv:btt:",
			"bol cert desadv inv pedigree po poc prodorder recadv rma testprd testres upevt"),
	PARTY("https://ref.gs1.org/cbv/SDT-", "cbv:SDT-", "urn:epcglobal:cbv:sdt:",
			"owning_party possessing_party location"),
	ERROR_REASON("https://ref.gs1.org/cbv/ER-", "cbv:ER-", "urn:epcglobal:cbv:er:", "did_not_occur incorrect_data"),
	COMPONENT("https://ref.gs1.org/cbv/Comp-", "cbv:Comp-", "urn:epcglobal:cbv:comp:",
			"x y z axial_distance azimuth height spherical_radius polar_angle elevation_angle easting northing latitude "
					+ "longitude altitude"),
	MEASUREMENT("https://gs1.org/voc/", "gs1:", "urn:gs1:voc:",
			"AbsoluteHumidity AbsorbedDose AbsorbedDoseRate Acceleration Altitude AmountOfSubstance "
					+ "AmountOfSubstancePerUnitVolume Angle AngularAcceleration AngularMomentum AngularVelocity Area "
					+ "Capacitance Conductance Conductivity Count Density Dimensionless DoseEquivalent DoseEquivalentRate "
					+ "DynamicViscosity ElectricCharge ElectricCurrent ElectricCurrentDensity ElectricFieldStrength Energy "
					+ "Exposure Force Frequency Illuminance Inductance Irradiance KinematicViscosity Latitude Length "
					+ "LinearMomentum Longitude Luminance LuminousFlux LuminousIntensity MagneticFlux MagneticFluxDensity "
					+ "MagneticVectorPotential Mass MassConcentration MassFlowRate MassPerAreaTime MemoryCapacity "
					+ "MolalityOfSolute MolarEnergy MolarMass MolarVolume Power Pressure RadiantFlux RadiantIntensity "
					+ "Radioactivity RelativeHumidity Resistance Resistivity SolidAngle SpecificVolume Speed "
					+ "SurfaceDensity SurfaceTension Temperature Time Torque Voltage Volume VolumeFlowRate "
					+ "VolumeFraction VolumetricFlux Wavenumber"),
	ALERT("https://gs1.org/voc/SensorAlertType-", "gs1:SensorAlertType-", "urn:gs1:voc:alert:",
			"ALARM_CONDITION ERROR_CONDITION");

	private final String address;

	private final String prefix;

	private final String urn;

	private final Set<String> words;

	private final Map<String, String> addresses;

	Vocabulary(String address, String prefix, String urn, String words) {
		this.address = address;
		this.prefix = prefix;
		this.urn = urn;
		this.words = Set.copyOf(Arrays.asList(words.split(" ")));
		this.addresses = this.words.stream().collect(Collectors.toUnmodifiableMap(it -> it, it -> address + it));
	}

	/** The standard's own, bare. */
	Set<String> words() {
		return words;
	}

	/** The full address; empty for a bare word that is none of the standard's. */
	Optional<String> address(String written) {
		var known = addresses.get(written);
		if (known != null) {
			return Optional.of(known);
		}
		for (var start : new String[] { prefix, urn }) {
			if (written.startsWith(start)) {
				return Optional.of(address + written.substring(start.length()));
			}
		}
		return (written.indexOf(':') > 0) ? Optional.of(written) : Optional.empty();
	}

	/** The bare word where the standard has one, as JSON is written. */
	String bare(String written) {
		var full = address(written).orElse(written);
		return (full.startsWith(address) && words.contains(full.substring(address.length())))
				? full.substring(address.length()) : full;
	}

}
